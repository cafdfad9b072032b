import { Link } from "react-router";
import { Page } from "../ui/Page";

export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <p>There is nothing at this address.</p>
      <p>
        <Link className="button" to="/review">
          To the review queue
        </Link>
      </p>
    </Page>
  );
}
