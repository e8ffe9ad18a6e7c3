import type { Clause } from "@plumbline/contracts/approvals/clause";
import type { VersionName } from "../subject.ts";

export interface SettleProps {
  clause: Clause;
  version: VersionName;
  onClose: () => void;
}
