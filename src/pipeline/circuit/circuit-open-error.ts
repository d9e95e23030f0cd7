/**
Thrown when a call is refused because its circuit is open; `cause` is the failure that opened it. The service was not
called: do without it, or try again later.
*/
export class CircuitOpenError extends Error {
	override readonly name = 'CircuitOpenError';
	readonly circuitName: string;

	constructor(circuitName: string, cause: unknown) {
		super(`circuit ${circuitName} is open`, {cause});
		this.circuitName = circuitName;
	}
}
