// Stands in for modules that Ink only wants in its development mode.
export {};
