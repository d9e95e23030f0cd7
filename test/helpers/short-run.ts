// Preloaded into a program: whatever it schedules for a second after its start or later never happens.
const laterMs = 1000;
const neverMs = 2 ** 31 - 1;

globalThis.setTimeout = new Proxy(globalThis.setTimeout, {
	apply: (setTimer, self, [action, ms, ...given]) => Reflect.apply(setTimer, self, [action, ms >= laterMs ? neverMs : ms, ...given]),
});
