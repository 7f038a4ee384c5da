# Preclear as an image: the locked releases, no compiler, an account without rights.
# Debian 12, whose PostgreSQL client (15) is the server's of compose.yaml: pg_dump and pg_restore
# are to be of the server's own version.
FROM python:3.12-slim-bookworm AS build
WORKDIR /build
RUN python -m venv /opt/preclear
COPY requirements.lock ./
RUN /opt/preclear/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY audit audit
COPY bot bot
COPY clearance clearance
COPY filings filings
COPY handlers handlers
COPY policy policy
COPY sandbox sandbox
COPY storage storage
RUN /opt/preclear/bin/pip install --no-cache-dir --disable-pip-version-check \
        --no-deps --no-build-isolation .

FROM python:3.12-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 preclear \
    && useradd --system --uid 10001 --gid preclear --home-dir /var/lib/preclear \
        --shell /usr/sbin/nologin preclear \
    && install --directory --owner preclear --group preclear --mode 0700 \
        /etc/preclear /var/lib/preclear /var/backups/preclear
COPY --from=build /opt/preclear /opt/preclear
ENV PATH=/opt/preclear/bin:$PATH PYTHONDONTWRITEBYTECODE=1
# Settings are read from .env in this folder.
WORKDIR /etc/preclear
USER preclear
VOLUME ["/var/lib/preclear", "/var/backups/preclear"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["preclear"]
CMD ["run"]
