import { ModelHistory } from "#src/domains/registry/history/history-part.tsx";

export default function ModelHistoryPage() {
  return <ModelHistory />;
}
