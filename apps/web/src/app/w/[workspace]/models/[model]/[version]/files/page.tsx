import { FilesPart } from "#src/domains/registry/version/files-part.tsx";

export default function FilesPage() {
  return <FilesPart />;
}
