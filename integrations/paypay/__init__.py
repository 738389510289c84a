"""PayPay (paypay.pt): references, MB WAY and checkout pages by its REST API; the hooks of REST and of SOAP."""
