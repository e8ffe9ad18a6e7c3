import { ArtifactsPart } from "#src/domains/artifacts/artifacts-part.tsx";

export default function ArtifactsPage() {
  return <ArtifactsPart />;
}
