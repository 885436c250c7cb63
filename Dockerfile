# The site as one image; docker-compose.yml says which program runs in which container.

FROM node:24-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-slim-bookworm
ENV DATA_DIR=/data \
    HOST=0.0.0.0 \
    PORT=8000 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /site

COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt

COPY --from=packages /packages/node_modules node_modules
COPY manage.py pyproject.toml ./
COPY static static
COPY templates templates
COPY harringay harringay
COPY members members
COPY forum forum
COPY notifications notifications

# A new volume takes its owner from the folder it is mounted on.
RUN useradd --system --no-create-home --uid 1000 site \
    && install --directory --owner=site /data /data/media /data/static
USER 1000

EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD ["python", "manage.py", "healthy", "web"]
CMD ["python", "manage.py", "serve", "web"]
