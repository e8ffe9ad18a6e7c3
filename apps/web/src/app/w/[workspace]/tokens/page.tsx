import { TokensPage } from "#src/domains/access/tokens/tokens-page.tsx";

export default function Tokens() {
  return <TokensPage />;
}
