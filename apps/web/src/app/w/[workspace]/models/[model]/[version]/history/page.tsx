import { VersionHistory } from "#src/domains/registry/history/history-part.tsx";

export default function VersionHistoryPage() {
  return <VersionHistory />;
}
