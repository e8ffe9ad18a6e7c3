-- What its executor says of a job that waits there.
ALTER TABLE "job" ADD COLUMN "waiting" JSONB;
