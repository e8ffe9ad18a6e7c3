import { IntakePage } from "#src/domains/registry/intake/intake-page.tsx";

export default function NewModel() {
  return <IntakePage />;
}
