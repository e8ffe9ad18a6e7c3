-- Clients of MLflow name their webhooks.
ALTER TABLE "webhook_endpoint" ADD COLUMN "name" TEXT NOT NULL DEFAULT '';
