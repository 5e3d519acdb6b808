package dev.lockrace.worker.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority and the certificates it issued, created by the JDK's {@code keytool} in a directory. */
record Certificates(Path directory) {

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";
    private static final Base64.Encoder MIME = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Creates a certificate authority. */
    static Certificates create(Path directory) throws Exception {
        Files.createDirectories(directory);
        Certificates created = new Certificates(directory);
        created.keytool(
                List.of("-genkeypair", "-alias", AUTHORITY, "-dname", "CN=" + directory.getFileName(), "-ext", "bc:c"));
        Files.writeString(
                created.authorityCertificate(),
                pem("CERTIFICATE", created.store().getCertificate(AUTHORITY).getEncoded()));
        return created;
    }

    /** Returns the certificate of the authority, as a PEM file. */
    Path authorityCertificate() {
        return directory.resolve("authority.pem");
    }

    /**
     * Issues a certificate.
     *
     * @param names such as {@code ip:127.0.0.1} or {@code dns:localhost}
     */
    Issued issue(String alias, String names) throws Exception {
        keytool(List.of(
                "-genkeypair", "-alias", alias, "-dname", "CN=" + alias, "-ext", "san=" + names, "-signer", AUTHORITY));
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : store().getCertificateChain(alias)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Path certificate = Files.writeString(directory.resolve(alias + ".pem"), chain);
        Path key = Files.createFile(
                directory.resolve(alias + ".key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, pem("PRIVATE KEY", key(alias).getEncoded()));
        return new Issued(this, alias, certificate, key);
    }

    /** A certificate and its key, as PEM files. */
    record Issued(Certificates authority, String alias, Path certificate, Path key) {

        /** Returns the TLS context of a server that presents this certificate. */
        SSLContext context() throws Exception {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            char[] password = PASSWORD.toCharArray();
            own.setKeyEntry(
                    alias, authority.key(alias), password, authority.store().getCertificateChain(alias));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        }
    }

    private java.security.Key key(String alias) throws GeneralSecurityException, IOException {
        return store().getKey(alias, PASSWORD.toCharArray());
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(storeFile().toFile(), PASSWORD.toCharArray());
    }

    private Path storeFile() {
        return directory.resolve("store.p12");
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, MIME.encodeToString(der), type);
    }

    private void keytool(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keyalg", "EC", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore"));
        command.add(storeFile().toString());
        Path log = directory.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("keytool failed: " + Files.readString(log));
        }
    }
}
