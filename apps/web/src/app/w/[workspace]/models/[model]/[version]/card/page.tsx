import { CardPart } from "#src/domains/registry/version/card-part.tsx";

export default function CardPage() {
  return <CardPart />;
}
