import { AccountPage } from "#src/domains/access/account/account-page.tsx";

export default function Account() {
  return <AccountPage />;
}
