import { ShowbackPage } from "#src/domains/quotas/showback/showback-page.tsx";

export default function Showback() {
  return <ShowbackPage />;
}
