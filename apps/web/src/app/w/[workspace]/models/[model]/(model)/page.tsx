import { ModelOverview } from "#src/domains/registry/model/model-overview.tsx";

export default function ModelPage() {
  return <ModelOverview />;
}
