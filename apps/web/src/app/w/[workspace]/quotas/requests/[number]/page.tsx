import { RequestPage } from "#src/domains/quotas/requests/request-page.tsx";

interface Props {
  params: Promise<{ number: string }>;
}

export default async function QuotaRequest({ params }: Props) {
  const { number } = await params;
  return <RequestPage number={Number(number)} />;
}
