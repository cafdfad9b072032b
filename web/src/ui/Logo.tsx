/** The mark: the c of a commons that closes to a q by being checked. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="logo-ground" width="32" height="32" rx="8" />
      <path className="logo-ring" d="M20.9 10.1a8 8 0 1 0 1.6 9.6" />
      <path className="logo-check" d="M13.2 15.6l3.2 3.3 8.4-8.8" />
    </svg>
  );
}
