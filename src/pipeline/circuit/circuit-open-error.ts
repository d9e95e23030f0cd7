/** A call was refused because its circuit is open; `cause` is the failure that opened it. Nothing was tried: do without the service, or later. */
export class CircuitOpenError extends Error {
	override readonly name = 'CircuitOpenError';
	readonly circuitName: string;

	constructor(circuitName: string, cause: unknown) {
		super(`circuit ${circuitName} is open`, {cause});
		this.circuitName = circuitName;
	}
}
