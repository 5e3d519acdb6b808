# Either of the two services: docker build --build-arg SERVICE=worker-service .

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
# What Maven downloads is kept between builds. The classes are archived below, by the JVM that will use the archive.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B package -pl producer-service,worker-service -am -Dmaven.test.skip=true -Dlockrace.unpack.skip=true
# One folder for each layer, so that what always changes lies apart from what seldom does.
RUN for service in producer-service worker-service; do \
        java -Djarmode=tools -jar $service/target/$service.jar \
            extract --layers --application-filename service.jar --destination /layers/$service || exit 1; \
    done

FROM eclipse-temurin:25-jre
ARG SERVICE
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin lockrace
WORKDIR /app
COPY deploy/jvm.options .
COPY --from=build /layers/${SERVICE}/dependencies/ ./
COPY --from=build /layers/${SERVICE}/spring-boot-loader/ ./
COPY --from=build /layers/${SERVICE}/snapshot-dependencies/ ./
COPY --from=build /layers/${SERVICE}/application/ ./
# Starts the service as far as it goes without any server, and archives the classes it loaded, for a shorter start.
RUN java @jvm.options -XX:AOTCacheOutput=classes.aot -Xlog:aot=error \
        -Dspring.context.exit=onRefresh -Dspring.flyway.enabled=false -Dserver.port=0 -Dmanagement.server.port=0 \
        -jar service.jar
USER lockrace
EXPOSE 8081
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=classes.aot", "-jar", "service.jar"]
