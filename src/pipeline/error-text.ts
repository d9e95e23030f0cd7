/**
A failure in one line, with what caused it: `fetch failed: connect ECONNREFUSED 127.0.0.1:8080`.

Anything can be thrown; what is no error is shown as text. Errors that hold others (Node reports a refused connection to a host of several addresses so) speak through their first.
*/
export function errorText(error: unknown): string {
	const parts: string[] = [];
	let current = error;
	for (let depth = 0; depth < maxCauses && current !== undefined && current !== null; depth++) {
		const part = ownText(current);
		if (part !== '' && !parts.includes(part)) {
			parts.push(part);
		}
		current = causeOf(current);
	}
	return parts.length === 0 ? String(error) : parts.join(': ');
}

const maxCauses = 4; // enough for any real chain, and an end to one that goes round

function ownText(error: unknown): string {
	if (!(error instanceof Error)) {
		return typeof error === 'object' ? Object.prototype.toString.call(error) : String(error);
	}
	const hasInner = error instanceof AggregateError && error.errors.length > 0;
	return error.message === '' && !hasInner ? error.name : error.message;
}

function causeOf(error: unknown): unknown {
	if (!(error instanceof Error)) {
		return undefined;
	}
	const [first]: unknown[] = error instanceof AggregateError ? error.errors : [];
	return error.cause ?? first;
}
