import { Link } from '@tanstack/react-router';
import { buttonClasses } from '../ui/button.tsx';
import { PageHeader } from '../ui/page-header.tsx';

export function NotFoundPage() {
  return (
    <div className="mx-auto grid w-full max-w-xl gap-4 p-6 sm:p-10">
      <PageHeader
        title="This page does not exist"
        description="The address may be mistyped, or what it led to belongs to another organization."
      />
      <p>
        <Link to="/" className={buttonClasses('primary')}>
          Go to the start page
        </Link>
      </p>
    </div>
  );
}
