import {
	BrokenCircuitError,
	type CircuitBreakerPolicy,
	CircuitState as CockatielState,
	ConsecutiveBreaker,
	circuitBreaker,
	handleWhen,
	type IBackoffFactory,
	type IPolicy,
	noop,
	retry,
	TimeoutStrategy,
	timeout,
	wrap,
} from 'cockatiel';
import type {CircuitState} from '../../events/event.ts';
import {errorText} from '../error-text.ts';
import {type LogLevel, StructuredLogger} from '../structured-logger.ts';
import {CircuitOpenError} from './circuit-open-error.ts';

export type CircuitOptions = {
	/** Logs the events; its component is the stage that makes the calls. Default: a logger of the circuit's name. */
	readonly logger?: StructuredLogger;
	/** Failures in a row, each retry counted, after which the circuit opens. Default 5. */
	readonly failures?: number;
	/** How long it stays open before one call is let through to try (half-open). Milliseconds, default 10,000. */
	readonly openMs?: number;
	/** Retries after a first attempt that failed; none while the circuit is not closed. Default 3. */
	readonly retries?: number;
	/** Before the first retry, doubled before each further; half of it is random, so that many callers don't come back at once. Milliseconds, default 100. */
	readonly retryDelayMs?: number;
	/** An attempt that takes longer fails, and its signal is aborted. Milliseconds, default: no limit. */
	readonly timeoutMs?: number;
	/** Errors that say nothing about the service's health, such as a bad request, are neither retried nor counted when this says false. Default: all count. */
	readonly isFailure?: (error: unknown) => boolean;
	/** 0..1, for the random half of the delays. Default `Math.random`. */
	readonly random?: () => number;
};

/**
Calls a service through retries and a circuit breaker (cockatiel's), and logs what becomes of it: `retry` {circuitName, attempt, error} and `circuit_state_change` {circuitName, oldState, newState, reason, failures}; the reason is the last failure's, the failures are those in a row.

```ts
const circuit = new Circuit('enrichmentService', {logger: new StructuredLogger('enrichment')});
const response = await circuit.call(({signal}) => fetch('http://127.0.0.1:8080/', {signal}));
```

The retries are around the breaker: each attempt counts, and an open circuit isn't retried.
*/
export class Circuit {
	readonly name: string;
	readonly #logger: StructuredLogger;
	readonly #breaker: CircuitBreakerPolicy;
	readonly #policy: IPolicy;
	#state: CircuitState = 'closed';
	#failuresInARow = 0;
	#lastFailure: unknown;

	constructor(name: string, options: CircuitOptions = {}) {
		this.name = name;
		this.#logger = options.logger ?? new StructuredLogger(name);
		const isFailure = options.isFailure ?? (() => true);
		this.#breaker = circuitBreaker(handleWhen(isFailure), {
			breaker: new ConsecutiveBreaker(options.failures ?? 5),
			halfOpenAfter: this.#cooldown(options.openMs ?? 10_000),
		});
		const retries = retry(
			handleWhen(error => this.state === 'closed' && isFailure(error)),
			{maxAttempts: options.retries ?? 3, backoff: this.#retryDelays(options.retryDelayMs ?? 100, options.random ?? Math.random)},
		);
		this.#policy = wrap(
			retries,
			this.#breaker,
			options.timeoutMs === undefined ? noop : timeout(options.timeoutMs, TimeoutStrategy.Aggressive),
		);
		this.#breaker.onStateChange(state => this.#changed(nameOf(state)));
		this.#breaker.onSuccess(() => {
			this.#failuresInARow = 0;
		});
		this.#breaker.onFailure(({handled, reason}) => {
			if (handled) {
				this.#failuresInARow++;
				this.#lastFailure = 'error' in reason ? reason.error : reason.value;
			}
		});
		retries.onRetry(({attempt, ...reason}) => {
			const error = 'error' in reason ? errorText(reason.error) : undefined;
			this.#logger.warn('retry', {circuitName: name, attempt, error});
		});
	}

	get state(): CircuitState {
		return nameOf(this.#breaker.state);
	}

	/**
	Calls `service`, again after a failure, as the options say.

	@param service - Gets a signal that is aborted when its attempt takes longer than `timeoutMs` or `signal` is.
	@throws {CircuitOpenError} when the circuit is open; else what the last attempt threw.
	*/
	async call<T>(service: (attempt: {readonly signal: AbortSignal}) => PromiseLike<T> | T, signal?: AbortSignal): Promise<T> {
		try {
			return await this.#policy.execute(service, signal);
		} catch (error) {
			throw error instanceof BrokenCircuitError ? new CircuitOpenError(this.name, this.#lastFailure) : error;
		}
	}

	#changed(newState: CircuitState): void {
		const oldState = this.#state;
		this.#state = newState;
		this.#logger.log(levels[newState], 'circuit_state_change', {
			circuitName: this.name,
			oldState,
			newState,
			reason: errorText(this.#lastFailure),
			failures: this.#failuresInARow,
		});
	}

	/** Measured on the logger's clock, where cockatiel would use the machine's, which can be set back. */
	#cooldown(openMs: number): IBackoffFactory<unknown> {
		const {clock} = this.#logger;
		const startCooldown = () => {
			const endMs = clock.monotonicMs() + openMs;
			return {
				get duration() {
					return clock.monotonicMs() >= endMs ? 0 : Number.POSITIVE_INFINITY;
				},
				next: startCooldown,
			};
		};
		return {next: startCooldown};
	}

	#retryDelays(firstMs: number, random: () => number): IBackoffFactory<{readonly attempt: number}> {
		const {clock} = this.#logger;
		const next = ({attempt}: {readonly attempt: number}) => {
			const fullMs = firstMs * 2 ** (attempt - 1);
			return {duration: clock.waitMs(fullMs / 2 + (random() * fullMs) / 2), next};
		};
		return {next};
	}
}

const levels: Readonly<Record<CircuitState, LogLevel>> = {closed: 'info', half_open: 'warn', open: 'error'};

function nameOf(state: CockatielState): CircuitState {
	switch (state) {
		case CockatielState.Closed:
			return 'closed';
		case CockatielState.HalfOpen:
			return 'half_open';
		case CockatielState.Open:
		case CockatielState.Isolated:
			return 'open';
	}
}
