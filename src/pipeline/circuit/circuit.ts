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
	/**
	Logs the events; its component should be the stage that makes the calls. Default: a logger with the circuit's name.
	*/
	readonly logger?: StructuredLogger;
	/** Number of consecutive failures, retries included, after which the circuit opens. Default: 5. */
	readonly failures?: number;
	/** How long it stays open before it lets one trial call through (half-open). Milliseconds. Default: 10,000. */
	readonly openMs?: number;
	/** Number of retries after a failed first attempt. There are none unless the circuit is closed. Default: 3. */
	readonly retries?: number;
	/**
	Delay before the first retry; it doubles with each further one. Half of it is random, so that many callers don't retry
	at the same moment. Milliseconds. Default: 100.
	*/
	readonly retryDelayMs?: number;
	/** An attempt that takes longer fails, and its signal is aborted. Milliseconds. Default: no limit. */
	readonly timeoutMs?: number;
	/**
	Return false for errors that say nothing about the service's health, such as a bad request; they are neither retried
	nor counted. Default: every error counts.
	*/
	readonly isFailure?: (error: unknown) => boolean;
	/** Returns 0..1, for the random half of the delays. Default: `Math.random`. */
	readonly random?: () => number;
};

/**
Calls a service with retries and a circuit breaker (from cockatiel), and logs what happens: `retry`
{circuitName, attempt, error} and `circuit_state_change` {circuitName, oldState, newState, reason, failures}. `reason`
is the text of the last failure, `failures` the number of consecutive failures.

```ts
const circuit = new Circuit('enrichmentService', {logger: new StructuredLogger('enrichment')});
const response = await circuit.call(({signal}) => fetch('http://127.0.0.1:8080/', {signal}));
```

Retries wrap the breaker: every attempt counts, and nothing is retried while the circuit is open.
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
	Calls `service` and retries as the options say.

	@param service - Gets a signal that is aborted when the attempt takes longer than `timeoutMs` or `signal` is aborted.
	@throws {CircuitOpenError} if the circuit is open; otherwise whatever the last attempt threw.
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

	/** Uses the logger's clock; cockatiel would use the system clock, which can be set back. */
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
