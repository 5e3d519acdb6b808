# Builds either service: docker build --build-arg SERVICE=worker-service .

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build
COPY . .
# The cache mount keeps Maven's downloads between builds. Unpacking is skipped: the AOT cache is created below instead,
# by the JVM that will use it.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -B package -pl producer-service,worker-service -am -Dmaven.test.skip=true -Dlockrace.unpack.skip=true
# One directory per layer, so that dependencies, which seldom change, stay cached.
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
# Starts the service as far as possible without its servers and caches the loaded classes, for a shorter start.
RUN java @jvm.options -XX:AOTCacheOutput=classes.aot -Xlog:aot=error \
        -Dspring.context.exit=onRefresh -Dspring.flyway.enabled=false -Dserver.port=0 -Dmanagement.server.port=0 \
        -jar service.jar
USER lockrace
EXPOSE 8081
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=classes.aot", "-jar", "service.jar"]
