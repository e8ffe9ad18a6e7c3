-- Reasons are shown to people from now on. What was kept before is the text of any error, and may hold anything.
UPDATE "task" SET "error" = 'It failed before reasons were kept. The worker''s log has it under this task''s id.' WHERE "error" IS NOT NULL;
