import { SystemPart } from "#src/domains/experiments/run/system-part.tsx";

export default function SystemPage() {
  return <SystemPart />;
}
