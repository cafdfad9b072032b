import type { ReactNode } from "react";

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const ApproveIcon = () => (
  <Icon>
    <path d="M4 10.5l4 4 8-9" />
  </Icon>
);
export const RejectIcon = () => (
  <Icon>
    <path d="M5 5l10 10M15 5L5 15" />
  </Icon>
);
export const SkipIcon = () => (
  <Icon>
    <path d="M4 5l6 5-6 5zM15 5v10" />
  </Icon>
);
export const UndoIcon = () => (
  <Icon>
    <path d="M7 4L3 8l4 4M3.5 8H12a4.5 4.5 0 0 1 0 9H8" />
  </Icon>
);
export const QueueIcon = () => (
  <Icon>
    <path d="M3 8h14v8H3zM5 5.5h10M7 3h6" />
  </Icon>
);
export const ChartIcon = () => (
  <Icon>
    <path d="M3 3v14h14M7 13.5V10M11 13.5V6M15 13.5V8.5" />
  </Icon>
);
export const ListIcon = () => (
  <Icon>
    <path d="M3 5h1M7 5h10M3 10h1M7 10h10M3 15h1M7 15h10" />
  </Icon>
);
export const KeyIcon = () => (
  <Icon>
    <path d="M9.6 10.4a3.8 3.8 0 1 1 0-.8H17v3M14 9.8v2" />
  </Icon>
);
export const FlagIcon = () => (
  <Icon>
    <path d="M5 17V3.5c4-2 6 2 10 0v8c-4 2-6-2-10 0" />
  </Icon>
);
export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon>
    <path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z" />
  </Icon>
);
export const SystemIcon = () => (
  <Icon>
    <path d="M3 4h14v9H3zM7 17h6M10 13v4" />
  </Icon>
);
export const LeaveIcon = () => (
  <Icon>
    <path d="M8 3H4v14h4M8 10h9M13.5 6.5L17 10l-3.5 3.5" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon>
    <path d="M7 7h10v10H7zM13 7V3H3v10h4" />
  </Icon>
);
export const SettingsIcon = () => (
  <Icon>
    <path d="M3 6h8M15 6h2M3 14h2M9 14h8" />
    <circle cx="13" cy="6" r="2" />
    <circle cx="7" cy="14" r="2" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="9" cy="9" r="5" />
    <path d="M13 13l4 4" />
  </Icon>
);
