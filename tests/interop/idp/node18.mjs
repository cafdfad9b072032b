// What oidc-provider and jose expect of newer releases and Node 18, which Debian 12 has, lacks.
import { webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto;
URL.parse ??= (text, base) => {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
};
