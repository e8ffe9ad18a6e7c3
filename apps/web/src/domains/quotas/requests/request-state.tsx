import type { QuotaRequest, QuotaRequestState } from "@plumbline/contracts/quotas/request";
import { Chip, type Tone } from "@plumbline/ui/status";
import { requestStateText } from "../words.ts";

const tones: Readonly<Record<QuotaRequestState, Tone>> = {
  open: "accent",
  approved: "good",
  rejected: "bad",
  withdrawn: "neutral",
  expired: "neutral",
  ended: "neutral",
};

export function RequestState({ request }: { request: QuotaRequest }) {
  return <Chip tone={tones[request.state]}>{requestStateText(request)}</Chip>;
}
