-- Messages of runs are a group of their own, and whoever wants none of a kind gets none.
ALTER TABLE "notification" DROP CONSTRAINT "notification_kind_group_check";
ALTER TABLE "notification" ADD CONSTRAINT "notification_kind_group_check" CHECK ("kind_group" IN ('votes', 'mentions', 'outcomes', 'reminders', 'runs'));
ALTER TABLE "notification_preference" ADD COLUMN "kinds_off" TEXT[] DEFAULT ARRAY[]::TEXT[];
