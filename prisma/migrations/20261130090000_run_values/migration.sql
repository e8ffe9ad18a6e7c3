-- Params and tags are written to runs that their transaction holds, and go with their run: a check for each cost more than its row.
ALTER TABLE "run_param" DROP CONSTRAINT "run_param_run_key_fkey";
ALTER TABLE "run_tag" DROP CONSTRAINT "run_tag_run_key_fkey";
