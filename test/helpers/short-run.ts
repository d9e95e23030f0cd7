// Preloaded into a program: what it wants to do a second after its start, or later, it does not come to.
const laterMs = 1000;
const neverMs = 2 ** 31 - 1;

globalThis.setTimeout = new Proxy(globalThis.setTimeout, {
	apply: (setTimer, self, [action, ms, ...given]) => Reflect.apply(setTimer, self, [action, ms >= laterMs ? neverMs : ms, ...given]),
});
