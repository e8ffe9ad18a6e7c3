import { ServiceAccountsPage } from "#src/domains/access/tokens/service-accounts-page.tsx";

export default function ServiceAccounts() {
  return <ServiceAccountsPage />;
}
