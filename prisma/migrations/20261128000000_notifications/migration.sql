-- CreateTable
CREATE TABLE "notification" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "kind_group" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "link" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "dedupe_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_preference" (
    "workspace_id" INTEGER NOT NULL,
    "user_id" UUID NOT NULL,
    "email_off" TEXT[],

    CONSTRAINT "notification_preference_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "events" TEXT[],
    "format" TEXT NOT NULL DEFAULT 'standard',
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_secret_until" TIMESTAMPTZ(3),
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "endpoint_id" UUID,
    "notification_id" UUID,
    "kind" TEXT NOT NULL,
    "payload" TEXT,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notification_workspace_id_user_id_id_idx" ON "notification"("workspace_id", "user_id", "id" DESC);

-- CreateIndex
CREATE INDEX "notification_workspace_id_user_id_read_at_idx" ON "notification"("workspace_id", "user_id", "read_at");

-- CreateIndex
CREATE INDEX "notification_read_at_idx" ON "notification"("read_at");

-- CreateIndex
CREATE UNIQUE INDEX "notification_user_id_workspace_id_dedupe_key_key" ON "notification"("user_id", "workspace_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "notification_preference_user_id_idx" ON "notification_preference"("user_id");

-- CreateIndex
CREATE INDEX "webhook_endpoint_workspace_id_created_at_idx" ON "webhook_endpoint"("workspace_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_notification_id_key" ON "delivery"("notification_id");

-- CreateIndex
CREATE INDEX "delivery_workspace_id_id_idx" ON "delivery"("workspace_id", "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_endpoint_id_next_attempt_at_idx" ON "delivery"("endpoint_id", "next_attempt_at");

-- CreateIndex
CREATE INDEX "delivery_endpoint_id_claimed_at_idx" ON "delivery"("endpoint_id", "claimed_at");

-- CreateIndex
CREATE INDEX "delivery_finished_at_idx" ON "delivery"("finished_at");

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_preference" ADD CONSTRAINT "notification_preference_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_preference" ADD CONSTRAINT "notification_preference_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "notification"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say.
ALTER TABLE "notification" ADD CONSTRAINT "notification_kind_group_check" CHECK ("kind_group" IN ('votes', 'mentions', 'outcomes', 'reminders'));
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_format_check" CHECK ("format" IN ('standard', 'mlflow'));
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_state_check" CHECK ("state" IN ('queued', 'sent', 'failed', 'dead'));
-- A delivery says what goes where: a body to an endpoint, or a notification to its recipient.
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_channel_check" CHECK (
  ("channel" = 'webhook' AND "endpoint_id" IS NOT NULL AND "payload" IS NOT NULL AND "notification_id" IS NULL)
  OR ("channel" = 'email' AND "notification_id" IS NOT NULL AND "endpoint_id" IS NULL AND "payload" IS NULL));
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_end_check" CHECK (("next_attempt_at" IS NULL) = ("state" IN ('sent', 'dead')));

DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['notification', 'notification_preference', 'webhook_endpoint', 'delivery']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()))', tenant_table);
    EXECUTE format('CREATE POLICY system ON %I FOR ALL TO plumbline_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "notification", "notification_preference", "delivery" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "webhook_endpoint" TO plumbline_app;
-- Deliveries are sent, and ended ones removed, across workspaces; tasks write messages and events too.
GRANT SELECT, INSERT, UPDATE, DELETE ON "notification", "delivery" TO plumbline_system;
GRANT SELECT ON "notification_preference" TO plumbline_system;
GRANT SELECT, UPDATE ON "webhook_endpoint" TO plumbline_system;
