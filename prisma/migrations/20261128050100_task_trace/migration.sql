-- The span that asked for the task, so that a trace goes on in the worker.
ALTER TABLE "task" ADD COLUMN "trace_parent" TEXT;
