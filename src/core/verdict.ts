// What is known about a signed PDF: a frozen record of separate facts, the headline last.
// Filled by src/pdf; read by the use cases, the dialogue, the receipt and the command line.
export {};
