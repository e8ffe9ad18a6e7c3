import { VersionOverview } from "#src/domains/registry/version/version-overview.tsx";

export default function VersionPage() {
  return <VersionOverview />;
}
