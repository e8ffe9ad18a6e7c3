-- How often a worker began with it: one that brings down every worker is given up. And what kind of actor asked.
ALTER TABLE "evidence_production" ADD COLUMN "starts" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "requested_by_kind" TEXT NOT NULL DEFAULT 'user';
