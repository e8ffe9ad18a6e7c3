import { toast } from "@plumbline/ui/toast";
import { problemText } from "#src/shell/problem-text.ts";

/** Says that an act failed, why, and offers to do it again. */
export function failToast(title: string, error: unknown, again: () => void): void {
  toast({ tone: "bad", title, detail: problemText(error).detail, action: { label: "Try again", onAct: again } });
}
