import { useEffect, useState } from "react";
import { ThemeToggle } from "../app/ThemeToggle";
import { Logo } from "../ui/Logo";
import { Page } from "../ui/Page";
import { AccessTokenForm } from "./AccessTokenForm";
import { PasswordForm } from "./PasswordForm";
import { useApi } from "./SessionProvider";

/** The identity providers whose access tokens the server takes; null until it is known that there are any. */
function useAuthorizationServers(): readonly string[] | null {
  const api = useApi();
  const [servers, setServers] = useState<readonly string[] | null>(null);
  useEffect(() => {
    const aborter = new AbortController();
    api.protectedResource(aborter.signal).then(
      (resource) => resource && setServers(resource.authorization_servers ?? []),
      // Signing in with a password works without knowing.
      () => undefined,
    );
    return () => aborter.abort();
  }, [api]);
  return servers;
}

/** The ways to sign in, one below the other. Signing in on the provider's own page will be one more. */
export function SignInPage({ notice }: { notice: string | null }) {
  const authorizationServers = useAuthorizationServers();
  return (
    <main className="sign-in">
      <div className="sign-in-theme">
        <ThemeToggle />
      </div>
      <div className="sign-in-brand">
        <Logo />
        <p>
          <strong>cq</strong> review
        </p>
      </div>
      <Page title="Sign in">
        {notice !== null && (
          <p className="callout" role="status">
            {notice}
          </p>
        )}
        <PasswordForm />
        {authorizationServers !== null && <AccessTokenForm issuers={authorizationServers} />}
      </Page>
    </main>
  );
}
