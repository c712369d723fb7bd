# One image for web, worker, beat, sequencer and migrate; docker-compose.yml says which is which.
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN groupadd --gid 10001 consultation \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent consultation \
    && install --directory --owner=consultation --group=consultation --mode=0750 /data

WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes --requirement requirements/base.txt
COPY . .

ENV CONSULTATION_DATA=/data
USER consultation
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "60", "--no-control-socket", "consultation.wsgi:application"]
