# Web, worker, beat and poller are this one image with another command: deploy/compose.yaml.
FROM python:3.13.0-slim-bookworm AS packages
WORKDIR /opt/sessionbridge
COPY requirements.txt ./
RUN python -m venv .venv \
 && .venv/bin/python -m pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

FROM python:3.13.0-slim-bookworm
ENV DJANGO_SETTINGS_MODULE=sessionbridge.settings.production \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PATH=/opt/sessionbridge/.venv/bin:$PATH
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin sessionbridge \
 && install -d -m 0700 -o 10001 /var/backups/sessionbridge /var/lib/sessionbridge
WORKDIR /opt/sessionbridge
COPY --from=packages /opt/sessionbridge/.venv .venv
COPY manage.py .env.example ./
COPY sessionbridge sessionbridge
COPY core core
COPY generation generation
COPY audit audit
COPY templates templates
# Addresses that are never asked: collecting needs settings, and no service.
RUN SECRET_KEY=only-to-collect-static-files-and-of-no-use-anywhere-else ALLOWED_HOSTS=localhost \
    DATABASE_URL=postgres://nobody@localhost/nothing REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --noinput
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
CMD ["python", "-m", "uvicorn", "sessionbridge.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--no-proxy-headers", "--no-server-header", "--log-level", "warning", "--timeout-graceful-shutdown", "3"]
