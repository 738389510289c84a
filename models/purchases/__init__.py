"""What is bought: orders, receipts of goods, suppliers' invoices and credit notes."""
