-- CreateTable
CREATE TABLE "pool" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "cluster_id" UUID,
    "cluster_name" TEXT,
    "resource" TEXT NOT NULL,
    "flavour" TEXT NOT NULL,
    "mig" TEXT,
    "cohort" TEXT,
    "capacity" DOUBLE PRECISION NOT NULL,
    "shared" DOUBLE PRECISION,
    "state" TEXT NOT NULL DEFAULT 'open',
    "state_reason" TEXT,
    "admission" TEXT NOT NULL DEFAULT 'own',
    "is_managed" BOOLEAN NOT NULL DEFAULT true,
    "strategy" TEXT NOT NULL DEFAULT 'best-effort-fifo',
    "reclaim" TEXT NOT NULL DEFAULT 'any',
    "preemption" TEXT NOT NULL DEFAULT 'lower-priority',
    "told" TEXT NOT NULL DEFAULT '',
    "told_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "pool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool_rate" (
    "pool_id" UUID NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "per_unit_hour" DOUBLE PRECISION NOT NULL,
    "currency" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,

    CONSTRAINT "pool_rate_pkey" PRIMARY KEY ("pool_id", "valid_from")
);

-- CreateTable
CREATE TABLE "quota" (
    "pool_id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "nominal" DOUBLE PRECISION NOT NULL,
    "borrowing_limit" DOUBLE PRECISION,
    "lending_limit" DOUBLE PRECISION,
    "weight" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quota_pkey" PRIMARY KEY ("pool_id", "workspace_id")
);

-- CreateTable
CREATE TABLE "quota_grant" (
    "request_id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "pool_id" UUID NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "quota_grant_pkey" PRIMARY KEY ("request_id", "workspace_id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "pool_id" UUID NOT NULL,
    "holder_kind" TEXT NOT NULL,
    "holder_id" UUID NOT NULL,
    "turn" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "priority" TEXT NOT NULL,
    "time_limit_seconds" INTEGER NOT NULL,
    "alike_key" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "cause" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL,
    "ranked_at" TIMESTAMPTZ(3) NOT NULL,
    "admitted_at" TIMESTAMPTZ(3),
    "evicted_at" TIMESTAMPTZ(3),
    "released_at" TIMESTAMPTZ(3),
    "borrowed" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "stood" INTEGER,
    "forecast_from" TIMESTAMPTZ(3),
    "forecast_to" TIMESTAMPTZ(3),
    "nudged_at" TIMESTAMPTZ(3),

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "use_hour" (
    "workspace_id" INTEGER NOT NULL,
    "claim_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "busy_sum" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "busy_count" INTEGER NOT NULL DEFAULT 0,
    "sm_sum" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "sm_count" INTEGER NOT NULL DEFAULT 0,
    "idle_seconds" DOUBLE PRECISION NOT NULL DEFAULT 0,

    CONSTRAINT "use_hour_pkey" PRIMARY KEY ("claim_id", "hour")
);

-- CreateTable
CREATE TABLE "unit_use" (
    "workspace_id" INTEGER NOT NULL,
    "claim_id" UUID NOT NULL,
    "unit" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "percent" DOUBLE PRECISION NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "sampled_at" TIMESTAMPTZ(3) NOT NULL,
    "worked_at" TIMESTAMPTZ(3),

    CONSTRAINT "unit_use_pkey" PRIMARY KEY ("claim_id", "unit")
);

-- CreateTable
CREATE TABLE "outside_holding" (
    "pool_id" UUID NOT NULL,
    "namespace" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "measure" TEXT,
    "percent" DOUBLE PRECISION,
    "idle_since" TIMESTAMPTZ(3),

    CONSTRAINT "outside_holding_pkey" PRIMARY KEY ("pool_id", "namespace", "kind")
);

-- CreateTable
CREATE TABLE "outside_hour" (
    "pool_id" UUID NOT NULL,
    "namespace" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "unit_hours" DOUBLE PRECISION NOT NULL,
    "idle_hours" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "outside_hour_pkey" PRIMARY KEY ("pool_id", "namespace", "hour")
);

-- CreateTable
CREATE TABLE "budget" (
    "workspace_id" INTEGER NOT NULL,
    "soft_limit" DOUBLE PRECISION,
    "hard_limit" DOUBLE PRECISION,
    "currency" TEXT NOT NULL,
    "warned_month" TEXT,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "quota_request_counter" (
    "workspace_id" INTEGER NOT NULL,
    "next_number" INTEGER NOT NULL,

    CONSTRAINT "quota_request_counter_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "quota_request" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "pool_id" UUID NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "from_workspace_id" INTEGER,
    "until" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "needed" INTEGER NOT NULL,
    "simulation" JSONB NOT NULL,
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "quota_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quota_vote" (
    "workspace_id" INTEGER NOT NULL,
    "request_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "choice" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quota_vote_pkey" PRIMARY KEY ("request_id", "user_id")
);

-- CreateTable
CREATE TABLE "quota_comment" (
    "id" UUID NOT NULL,
    "workspace_id" INTEGER NOT NULL,
    "request_id" UUID NOT NULL,
    "author_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quota_comment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "pool_name_key" ON "pool"("name");

-- CreateIndex
CREATE INDEX "pool_cluster_id_idx" ON "pool"("cluster_id");

-- CreateIndex
CREATE INDEX "quota_workspace_id_idx" ON "quota"("workspace_id");

-- CreateIndex
CREATE INDEX "quota_grant_pool_id_ended_at_idx" ON "quota_grant"("pool_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "claim_workspace_id_holder_kind_holder_id_turn_key" ON "claim"("workspace_id", "holder_kind", "holder_id", "turn");

-- CreateIndex
CREATE INDEX "claim_pool_id_released_at_idx" ON "claim"("pool_id", "released_at");

-- CreateIndex
CREATE INDEX "claim_pool_id_admitted_at_idx" ON "claim"("pool_id", "admitted_at");

-- CreateIndex
CREATE INDEX "claim_workspace_id_released_at_idx" ON "claim"("workspace_id", "released_at");

-- CreateIndex
CREATE INDEX "claim_workspace_id_alike_key_released_at_idx" ON "claim"("workspace_id", "alike_key", "released_at");

-- CreateIndex
CREATE INDEX "use_hour_hour_idx" ON "use_hour"("hour");

-- CreateIndex
CREATE INDEX "unit_use_workspace_id_idx" ON "unit_use"("workspace_id");

-- CreateIndex
CREATE UNIQUE INDEX "quota_request_workspace_id_number_key" ON "quota_request"("workspace_id", "number");

-- CreateIndex
CREATE INDEX "quota_request_pool_id_idx" ON "quota_request"("pool_id");

-- CreateIndex
CREATE INDEX "quota_request_state_opened_at_idx" ON "quota_request"("state", "opened_at");

-- CreateIndex
CREATE INDEX "quota_comment_request_id_at_idx" ON "quota_comment"("request_id", "at");

-- AddForeignKey
ALTER TABLE "pool_rate" ADD CONSTRAINT "pool_rate_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quota" ADD CONSTRAINT "quota_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quota_grant" ADD CONSTRAINT "quota_grant_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quota_grant" ADD CONSTRAINT "quota_grant_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "quota_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "use_hour" ADD CONSTRAINT "use_hour_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unit_use" ADD CONSTRAINT "unit_use_claim_id_fkey" FOREIGN KEY ("claim_id") REFERENCES "claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outside_holding" ADD CONSTRAINT "outside_holding_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outside_hour" ADD CONSTRAINT "outside_hour_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quota_request" ADD CONSTRAINT "quota_request_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quota_vote" ADD CONSTRAINT "quota_vote_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "quota_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quota_comment" ADD CONSTRAINT "quota_comment_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "quota_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'quota', 'quota_grant', 'claim', 'use_hour', 'unit_use', 'budget', 'quota_request_counter', 'quota_request', 'quota_vote', 'quota_comment']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL TO plumbline_app USING (workspace_id = current_workspace_id()) WITH CHECK (workspace_id = (SELECT current_workspace_id()))', tenant_table);
    -- Admission, sums over workspaces and decisions of the platform team look at all of them.
    EXECUTE format('CREATE POLICY system ON %I FOR ALL TO plumbline_system USING (true) WITH CHECK (true)', tenant_table);
  END LOOP;
END $$;

GRANT SELECT ON "quota", "quota_grant", "quota_vote" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE ON "claim", "use_hour", "unit_use", "quota_request_counter", "quota_request" TO plumbline_app;
GRANT DELETE ON "unit_use" TO plumbline_app;
GRANT SELECT, INSERT ON "quota_comment" TO plumbline_app;
GRANT SELECT ON "budget" TO plumbline_app;
GRANT UPDATE ("warned_month") ON "budget" TO plumbline_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON "quota", "budget" TO plumbline_system;
GRANT SELECT, INSERT, UPDATE ON "quota_grant" TO plumbline_system;
GRANT SELECT, INSERT ON "quota_vote", "quota_comment" TO plumbline_system;
GRANT SELECT, UPDATE ON "claim", "quota_request" TO plumbline_system;
GRANT SELECT ON "use_hour", "unit_use" TO plumbline_system;

-- Pools and their rates are of the platform, and so is what namespaces hold without a quota: everybody reads them.
DO $$
DECLARE platform_table text;
BEGIN
  FOREACH platform_table IN ARRAY ARRAY['pool', 'pool_rate', 'outside_holding', 'outside_hour']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', platform_table);
    EXECUTE format('CREATE POLICY everybody ON %I FOR SELECT TO plumbline_app USING (true)', platform_table);
    EXECUTE format('CREATE POLICY system ON %I FOR ALL TO plumbline_system USING (true) WITH CHECK (true)', platform_table);
  END LOOP;
END $$;
GRANT SELECT ON "pool", "pool_rate", "outside_holding", "outside_hour" TO plumbline_app;
GRANT SELECT, INSERT, UPDATE ON "pool", "outside_hour" TO plumbline_system;
GRANT SELECT, INSERT ON "pool_rate" TO plumbline_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON "outside_holding" TO plumbline_system;
