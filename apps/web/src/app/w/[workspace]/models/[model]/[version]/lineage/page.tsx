import { LineagePart } from "#src/domains/registry/version/lineage-part.tsx";

export default function LineagePage() {
  return <LineagePart />;
}
