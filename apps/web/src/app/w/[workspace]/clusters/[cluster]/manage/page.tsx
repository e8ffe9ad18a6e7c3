import { ManagePage } from "#src/domains/clusters/manage/manage-page.tsx";

interface Props {
  params: Promise<{ cluster: string }>;
}

export default async function Manage({ params }: Props) {
  const { cluster } = await params;
  return <ManagePage name={decodeURIComponent(cluster)} />;
}
