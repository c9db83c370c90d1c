#include "gateway/gateway.h" // moc of the contract is built here
