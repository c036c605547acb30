# Two stages, the same steps as `make run`: install, build the gazetteer, serve.
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY gazetteer gazetteer
COPY service service
COPY clients clients
RUN python -m venv /opt/exonym && /opt/exonym/bin/pip install --no-cache-dir .
ENV EXONYM_DATA_DIR=/var/lib/exonym NUMBA_CACHE_DIR=/var/cache/exonym
RUN /opt/exonym/bin/exonym build
# Compiles the kernels into the cache, and fails the build if the gazetteer does not answer.
RUN /opt/exonym/bin/exonym resolve Bakhmoutt Бахмуут --near 48.6,38.0 --country UA

FROM python:3.11-slim
RUN useradd --system --create-home --uid 10001 exonym
COPY --from=build /opt/exonym /opt/exonym
COPY --from=build --chown=exonym /var/lib/exonym /var/lib/exonym
COPY --from=build --chown=exonym /var/cache/exonym /var/cache/exonym
ENV PATH=/opt/exonym/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    EXONYM_HOST=0.0.0.0 \
    EXONYM_PORT=8000 \
    EXONYM_DATA_DIR=/var/lib/exonym \
    NUMBA_CACHE_DIR=/var/cache/exonym
USER exonym
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['EXONYM_PORT'] + '/readyz', timeout=4)"]
CMD ["exonym", "serve"]
