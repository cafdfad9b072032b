import { ApproveIcon, QueueIcon, RejectIcon } from "./icons";

const LOOKS: Record<string, { label: string; icon: () => React.JSX.Element }> = {
  pending: { label: "Pending", icon: QueueIcon },
  proposed: { label: "Proposed", icon: QueueIcon },
  approved: { label: "Approved", icon: ApproveIcon },
  rejected: { label: "Rejected", icon: RejectIcon },
};

export function StatusBadge({ status }: { status: string }) {
  const look = LOOKS[status];
  if (!look) return <span className="badge">{status}</span>;
  return (
    <span className={`badge badge-${status}`}>
      <look.icon />
      {look.label}
    </span>
  );
}
